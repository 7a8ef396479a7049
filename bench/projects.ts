import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { generate, writeProject } from './generate'

export interface RealProject {
  name: string
  folder: string
}

/**
 * The folders to measure: those of `CORPUS` (a folder of projects, or several paths with `:` between), else `.corpus/*`
 * of the checkout, else one generated project of 1,000 modules. `use` gets them while they exist.
 */
export async function withProjects<T>(root: string, use: (projects: RealProject[]) => T | Promise<T>): Promise<T> {
  const given = process.env.CORPUS?.split(path.delimiter).filter(Boolean) ?? []
  const corpus = path.join(root, '.corpus')
  if (given.length > 1) return use(given.map((folder) => project(path.resolve(folder))))
  const parent = given[0] ? path.resolve(given[0]) : corpus
  if (existsSync(parent)) {
    const folders = readdirSync(parent, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    if (folders.length > 0) return use(folders.map((entry) => project(path.join(parent, entry.name))))
  }
  const folder = mkdtempSync(path.join(os.tmpdir(), 'mp-domains-generated-'))
  try {
    writeProject(generate(1000), folder)
    return await use([{ name: 'generated, 1,000 modules', folder }])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function project(folder: string): RealProject {
  return { name: path.basename(folder).replace('__', '/'), folder }
}
