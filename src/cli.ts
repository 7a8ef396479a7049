#!/usr/bin/env node
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { prepareEngine } from './cli/engine'
import { cacheFolder } from './bundlers/cache-folder'
import type { main } from './cli/process'

const file = fileURLToPath(import.meta.url)
const dist = dirname(file)
prepareEngine(dist, process.argv[2])
// CommonJS, since V8's cache can be given to that alone on Node 20; required, so that it comes after the preparation.
const command = createRequire(file)('./command.cjs') as { main: typeof main }
const folder = cacheFolder(dist, 'analyses')
void command.main(folder === null ? null : { path: folder, command: join(dist, 'command.cjs') })
