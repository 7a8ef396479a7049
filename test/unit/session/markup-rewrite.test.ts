import { describe, expect, it } from 'vitest'
import { resolveOptions } from '../../../src/options'
import { createSession } from '../../../src/session'

describe('calls of templates', () => {
  it.each([
    ['web.vue', '<template><web-view src="http://127.0.0.1:3000/page"></web-view></template>'],
    ['web.wxml', '<web-view src="http://127.0.0.1:3000/page" />'],
    ['web.mpx', "<template>\n<web-view src='http://127.0.0.1:3000/page' />\n</template>"],
  ])('%s are judged as they were rewritten', async (name, code) => {
    const files = { read: () => null, list: () => [], kind: () => null, real: (path: string) => path }
    const { options } = await resolveOptions({
      root: '/p',
      command: 'build',
      files,
      shell: {},
      options: { hostMap: { 'http://127.0.0.1:3000': 'https://m.example.com' } },
    })
    const session = createSession(options)
    const { rewritten } = session.update(`/p/${name}`, code)
    expect(rewritten!.code).toContain('https://m.example.com/page')
    const { calls, findings } = await session.finish({ resolve: () => null, read: () => null })
    expect(calls.flatMap(({ urls }) => urls.map((url) => url.rewritten))).toEqual(['https://m.example.com/page'])
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
  })
})
