import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findSecrets, maskSecrets } from '../../../src/check/secrets'

const HEX = '0123456789abcdef0123456789abcdef'
const KEY = `-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC\nabc=\n-----END PRIVATE KEY-----`
const kinds = (text: string): string[] => findSecrets(text).map((one) => one.kind)

describe('findSecrets', () => {
  it.each([
    `secret: '${HEX}'`,
    `appsecret: "${HEX}"`,
    `"appSecret": "${HEX}"`,
    `'app_secret':'${HEX}'`,
    `const APP_SECRET = \`${HEX}\``,
    `config['secret'] = '${HEX}'`,
    `APP_SECRET=${HEX}`,
    `https://x.example.com/a?appid=wx1&secret=${HEX}&js_code=`,
    `secretKey = '${HEX.toUpperCase()}'`,
    `private secret: string = '${HEX}'`,
    `wxSecret?: string = '${HEX}'`,
    `// secret: ${HEX}`,
  ])('finds the AppSecret in %s', (text) => {
    const [found] = findSecrets(text)
    expect(found).toMatchObject({ kind: 'app-secret' })
    expect(text.slice(found.start, found.end).toLowerCase()).toBe(HEX)
    expect(found.masked).toMatch(/^012\*{29}$/)
    expect(maskSecrets(text).toLowerCase()).not.toContain(HEX)
  })

  it.each([
    `md5: '${HEX}'`,
    `secret: '${HEX}0'`,
    `secret: '${HEX.slice(1)}'`,
    `secret: getSecret()`,
    `secret: '${'0'.repeat(32)}'`,
    `secretId: '${HEX}'`,
    `secret: config.secret, hash: '${HEX}'`,
    'the secret of 32 hex digits',
    '-----BEGIN PRIVATE KEY-----',
    "const HEADER = '-----BEGIN RSA PRIVATE KEY-----'; wrap(HEADER, body)",
    '-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAxxxx',
    '-----BEGIN CERTIFICATE-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAxxxx',
    'https://api.weixin.qq.com/sns/jscode2session',
    'https://api.weixin.qq.com/cgi-bin/x?access_token=1',
    'https://api.weixin.qq.com/sns/jscode2session?appid=&secret=&js_code=',
  ])('finds nothing in %s', (text) => {
    expect(findSecrets(text)).toEqual([])
    expect(maskSecrets(text)).toBe(text)
  })

  it.each([
    KEY,
    KEY.replaceAll('\n', '\\n'),
    KEY.replace(/\n/g, "' +\n  '"),
    KEY.replaceAll('PRIVATE', 'RSA PRIVATE'),
    KEY.replaceAll('\n', '\r\n'),
  ])('finds the private key in %j', (text) => {
    expect(kinds(`x${text}y`)).toEqual(['private-key'])
    expect(maskSecrets(text)).not.toContain('MIIEvQ')
  })

  it("finds calls of WeChat's server API that take the secret", () => {
    const url = "'https://api.weixin.qq.com/sns/jscode2session?appid=' + id"
    expect(kinds(url)).toEqual([])
    expect(kinds('`https://api.weixin.qq.com/sns/jscode2session?appid=${id}&secret=${secret}&js_code=1`')).toEqual([
      'server-api',
    ])
    expect(findSecrets('https://api.weixin.qq.com/sns/oauth2?secret=abc&x=1')[0].masked).toBe(
      'api.weixin.qq.com/sns/oauth2?secret=…',
    )
  })

  it('finds all of them, in order', () => {
    const text = `${KEY}\nsecret: '${HEX}'\n${KEY}`
    expect(kinds(text)).toEqual(['private-key', 'app-secret', 'private-key'])
    expect(maskSecrets(text)).toMatchInlineSnapshot(`
      "-----BEGIN PRIVATE KEY-----…-----END PRIVATE KEY-----
      secret: '012*****************************'
      -----BEGIN PRIVATE KEY-----…-----END PRIVATE KEY-----"
    `)
  })

  it('is linear, and masking leaves nothing to find', () => {
    const start = performance.now()
    for (const text of [
      'secret '.repeat(3e5),
      'secret:"'.repeat(3e5),
      '-----BEGIN PRIVATE KEY-----'.repeat(1e5),
      'api.weixin.qq.com/'.repeat(1e5),
      `-----BEGIN PRIVATE KEY-----\n${'A'.repeat(2e6)}`,
    ])
      findSecrets(text)
    expect(performance.now() - start).toBeLessThan(10_000)
    const piece = fc.constantFrom('secret', ': "', HEX, KEY, '\n', 'x', '=', ' ')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        expect(kinds(maskSecrets(pieces.join(''))).filter((kind) => kind !== 'server-api')).toEqual([])
      }),
    )
  })
})
