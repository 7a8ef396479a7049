import type { Setting } from './main'
export async function benchLink(_: Setting): Promise<string> {
  return ''
}
