import type { Setting } from './main'
export async function benchLink(_setting: Setting): Promise<string> {
  return ''
}
