#!/usr/bin/env node
import { main } from './cli/process'

void main()
