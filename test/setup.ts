import { afterEach, beforeEach, vi } from 'vitest'

/**
 * Unexpected console output fails the test that made it: a plugin that talks when nobody asked is a bug, and a
 * warning of a bundler in a test is something that users would see as well.
 * A test that expects output replaces the method itself: `vi.spyOn(console, 'warn').mockImplementation(() => {})`.
 */
const methods = ['debug', 'error', 'info', 'log', 'trace', 'warn'] as const

let said: string[] = []

beforeEach(() => {
  said = []
  for (const method of methods) {
    vi.spyOn(console, method).mockImplementation((...values: unknown[]) => {
      said.push(`console.${method}: ${values.map(String).join(' ')}`)
    })
  }
})

afterEach(() => {
  const unexpected = said
  said = []
  for (const method of methods) vi.mocked(console[method]).mockRestore?.()
  if (unexpected.length > 0) throw new Error(`Unexpected console output:\n${unexpected.join('\n')}`)
})
