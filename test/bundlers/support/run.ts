import { createRequire } from 'node:module'
import vm from 'node:vm'

/**
 * Runs a bundle on a stubbed platform and gives the URLs that it asks for, as `api url`, in order of asking.
 * @param envVersion what the platform says it is
 */
export function urlsAskedFor(code: string, envVersion: 'develop' | 'trial' | 'release' = 'release'): string[] {
  const asked: string[] = []
  const api = (name: string) => (options: { url: string; success?: (result: object) => void }) => {
    asked.push(`${name} ${options.url}`)
    options.success?.({})
    return {}
  }
  const wx = {
    request: api('request'),
    uploadFile: api('uploadFile'),
    downloadFile: api('downloadFile'),
    connectSocket: api('connectSocket'),
    chooseMedia: ({ success }: { success(result: object): void }) => success({ tempFiles: [{ tempFilePath: 'tmp' }] }),
    getAccountInfoSync: () => ({ miniProgram: { envVersion } }),
  }
  const App = ({ onLaunch }: { onLaunch(): void }) => onLaunch()
  const module = { exports: {} }
  // Farm's runtime for Node asks for these.
  const global = {}
  const require = createRequire(import.meta.url)
  vm.runInNewContext(code, {
    global,
    require,
    __filename: '/app.js',
    wx,
    App,
    module,
    exports: module.exports,
    process: { env: { NODE_ENV: 'production' } },
    console: {},
  })
  return asked
}
