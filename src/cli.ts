#!/usr/bin/env node
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { prepareEngine } from './cli/engine'
import type { main } from './cli/process'

const file = fileURLToPath(import.meta.url)
prepareEngine(dirname(file), process.argv[2])
// CommonJS, since V8's cache can be given to that alone on Node 20; required, so that it comes after the preparation.
const command = createRequire(file)('./command.cjs') as { main: typeof main }
void command.main()
