import type { ParserOptions } from '@babel/parser'

export function scriptFiles(folder: string): string[]
export function scriptsOf(file: string, code?: string): { file: string; code: string }[]
export function parserOptions(file: string): ParserOptions
