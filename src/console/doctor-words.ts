import type { Problem } from './doctor'
import type { Say } from './domains-words'

/** What is wrong with a host and what to do, for people. */
export function problemText({ code, args }: Problem, say: Say): { text: string; help: string } {
  const value = (name: string) => String(args[name] ?? '?')
  const pair = (text: string, help: string) => ({ text, help })
  switch (code) {
    case 'no-address':
      return pair(
        say(`the name does not resolve (${value('reason')})`, `域名无法解析（${value('reason')}）`),
        say('check the DNS record, and whether the entry is spelt right', '检查 DNS 记录与条目拼写'),
      )
    case 'private-address':
      return pair(
        say(
          `resolves to ${value('address')}, which phones outside do not reach`,
          `解析到 ${value('address')}，外网手机无法访问`,
        ),
        say(
          'use a public address; or the DNS of this network differs from the public one',
          '请使用公网地址；也可能是本网络的 DNS 与公网不同',
        ),
      )
    case 'no-connection':
      return pair(
        say(`no TLS connection (${value('reason')})`, `无法建立 TLS 连接（${value('reason')}）`),
        say('is the port open, and does the server answer from outside?', '检查端口是否开放、外网是否可访问'),
      )
    case 'no-tls':
      return pair(
        say('the port speaks no TLS', '该端口不是 TLS'),
        say('plain http is refused on phones: serve it with a certificate', '手机会拒绝明文 http：请配置证书'),
      )
    case 'tls-version':
      return pair(
        say(
          `the best TLS version is ${value('protocol')}; 1.2 is the least that is taken`,
          `最高只支持 ${value('protocol')}，至少需要 1.2`,
        ),
        say('switch TLS 1.2 and 1.3 on', '请启用 TLS 1.2 与 1.3'),
      )
    case 'self-signed':
      return pair(
        say('the certificate is self-signed', '证书是自签名的'),
        say('phones refuse it: take one from a public authority', '手机会拒绝：请使用公共 CA 签发的证书'),
      )
    case 'chain-incomplete':
      return pair(
        say(
          `the chain is incomplete, or its authority is unknown (issued by ${value('issuer')})`,
          `证书链不完整，或签发机构不受信任（签发者 ${value('issuer')}）`,
        ),
        say(
          'send the intermediate certificates too (fullchain); Android does not fetch them',
          '请连同中间证书一起下发（fullchain），Android 不会自动补全',
        ),
      )
    case 'untrusted':
      return pair(
        say(`the chain is not trusted (${value('reason')})`, `证书链不受信任（${value('reason')}）`),
        say('take a certificate of a public authority', '请使用公共 CA 签发的证书'),
      )
    case 'name-mismatch':
      return pair(
        say(`the certificate is for ${value('names')}`, `证书属于 ${value('names')}`),
        say(
          'take one that names this host, or mend the server’s SNI',
          '请使用包含此域名的证书，或检查服务器的 SNI 配置',
        ),
      )
    case 'not-yet-valid':
      return pair(
        args.date === null
          ? say('a certificate of the chain is not valid yet', '证书链中有证书尚未生效')
          : say(`the certificate is valid from ${value('date')} on only`, `证书自 ${value('date')} 起才有效`),
        say('check the clocks of server and this machine', '检查服务器与本机时间'),
      )
    case 'expired':
      return pair(
        args.date === null
          ? say('a certificate of the chain has expired', '证书链中有证书已过期')
          : say(`the certificate expired on ${value('date')}`, `证书已于 ${value('date')} 过期`),
        say('renew it', '请续期'),
      )
    case 'expires-soon':
      return pair(
        say(
          `the certificate expires in ${value('days')} days, on ${value('date')}`,
          `证书将在 ${value('days')} 天后（${value('date')}）过期`,
        ),
        say('renew it', '请续期'),
      )
    case 'no-answer':
      return pair(
        say(`no answer over HTTP (${value('reason')})`, `HTTP 没有响应（${value('reason')}）`),
        say('does the server answer `GET /`?', '检查服务器能否响应 `GET /`'),
      )
    case 'redirect-not-listed':
      return pair(
        args.insecure === 1
          ? say(
              `redirects (${value('status')}) to ${value('to')}, which is not https`,
              `跳转（${value('status')}）到 ${value('to')}，不是 https`,
            )
          : say(
              `redirects (${value('status')}) to ${value('to')}, which is not listed for ${value('lists')}`,
              `跳转（${value('status')}）到 ${value('to')}，不在 ${value('lists')} 名单中`,
            ),
        say('list that host too, or let the server not redirect', '请把该域名也加入名单，或取消跳转'),
      )
    case 'no-upgrade':
      return pair(
        say(
          `no WebSocket at ${value('path')} (${value('reason')})`,
          `${value('path')} 无法建立 WebSocket（${value('reason')}）`,
        ),
        say(
          'does the server, and what stands in front of it, pass upgrades on?',
          '检查服务器及其前面的代理是否转发 Upgrade',
        ),
      )
    case 'upgrade-elsewhere':
      return pair(
        say(
          `answers the upgrade at ${value('path')} with HTTP ${value('status')}`,
          `在 ${value('path')} 的握手返回 HTTP ${value('status')}`,
        ),
        say(
          'name the real path with --socket-path, or check that proxies pass upgrades on',
          '用 --socket-path 指定实际路径，或检查代理是否转发 Upgrade',
        ),
      )
  }
}
