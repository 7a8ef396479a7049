import { describe, expect, it } from 'vitest'
import { projectSecrets, readAppid, urlCheckSwitches } from '../../../src/options/project'
import { findPlatform } from '../../../src/platforms'
import { memoryFiles } from './memory-files'

const wechat = findPlatform('wechat')!
const alipay = findPlatform('alipay')!

describe('project files', () => {
  it.each([
    ['project.config.json', wechat],
    ['src/project.config.json', wechat],
    ['miniprogram/project.config.json', wechat],
    ['static/wx/project.config.json', wechat],
    ['mini.project.json', alipay],
    ['static/ali/mini.project.json', alipay],
  ])('%s names the appid and the switch of the check', (file, platform) => {
    const text = '{\n  "appid": "wx1",\n  "setting": { "urlCheck": false }\n}'
    const files = memoryFiles({ [`/p/${file}`]: text })
    expect(readAppid(files, '/p', platform)).toEqual({ appid: 'wx1', file: `/p/${file}` })
    expect(urlCheckSwitches(files, '/p', platform)).toEqual([{ file: `/p/${file}`, line: 3, column: 16 }])
  })

  it('of another target or of one developer alone count for nothing', () => {
    const text = '{ "appid": "wx1", "setting": { "urlCheck": false } }'
    const files = memoryFiles({ '/p/static/ali/project.config.json': text, '/p/project.private.config.json': text })
    expect([readAppid(files, '/p', wechat), urlCheckSwitches(files, '/p', wechat)]).toEqual([null, []])
  })
})

describe('secrets in project files', () => {
  const secret = '0123456789abcdef0123456789abcdef'

  it.each(['ext.json', 'project.config.json', 'src/manifest.json'])('are found in %s, and never shown', (file) => {
    const files = memoryFiles({ [`/p/${file}`]: `{\n  "ext": { "appsecret": "${secret}" }\n}` })
    const found = projectSecrets(files, '/p', wechat)
    expect(found).toMatchObject([{ file: `/p/${file}`, line: 2, kind: 'app-secret' }])
    expect(JSON.stringify(found)).not.toContain(secret)
  })

  it('are not looked for in the files of each developer', () => {
    const files = memoryFiles({ '/p/project.private.config.json': `{ "appsecret": "${secret}" }` })
    expect(projectSecrets(files, '/p', wechat)).toEqual([])
  })
})
