import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Readable, Writable } from 'node:stream'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** The path of a Chromium on this machine, or null. */
export function findChromium(): string | null {
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  return (
    NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))).find((file) => existsSync(file)) ?? null
  )
}

interface Reply {
  id?: number
  method?: string
  params?: any
  result?: any
  error?: { message: string }
  sessionId?: string
}

/** A page in a real browser, over the DevTools protocol on a pipe. */
export class Browser {
  /** Console errors, exceptions and violations of the page's policy. */
  readonly errors: string[] = []
  /** URLs that the page asked for, its own left out. */
  readonly requests: string[] = []
  #next = 1
  #session = ''
  #page = ''
  readonly #waiting = new Map<number, { resolve: (value: any) => void; reject: (error: Error) => void }>()
  readonly #events = new Map<string, () => void>()

  private constructor(
    private readonly process: ChildProcess,
    private readonly profile: string,
  ) {
    let rest = ''
    const output = process.stdio[4] as Readable
    output.setEncoding('utf8')
    output.on('data', (chunk: string) => {
      const parts = (rest + chunk).split('\0')
      rest = parts.pop()!
      for (const part of parts) this.#receive(JSON.parse(part))
    })
  }

  /** Starts the browser with one empty page. */
  static async start(binary: string): Promise<Browser> {
    const profile = mkdtempSync(path.join(tmpdir(), 'mp-domains-chromium-'))
    const flags = [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
      '--remote-debugging-pipe',
      `--user-data-dir=${profile}`,
      'about:blank',
    ]
    const child = spawn(binary, flags, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] })
    const browser = new Browser(child, profile)
    const { targetInfos } = await browser.send('Target.getTargets', {}, false)
    const page = targetInfos.find((target: { type: string }) => target.type === 'page')
    browser.#session = (
      await browser.send('Target.attachToTarget', { targetId: page.targetId, flatten: true }, false)
    ).sessionId
    for (const domain of ['Page', 'Runtime', 'Log', 'Network', 'Accessibility']) await browser.send(`${domain}.enable`)
    await browser.send(
      'Browser.grantPermissions',
      { permissions: ['clipboardReadWrite', 'clipboardSanitizedWrite'] },
      false,
    )
    return browser
  }

  #receive(reply: Reply): void {
    if (reply.id !== undefined) {
      const waiting = this.#waiting.get(reply.id)
      this.#waiting.delete(reply.id)
      if (reply.error) waiting?.reject(new Error(reply.error.message))
      else waiting?.resolve(reply.result)
      return
    }
    const { method, params } = reply
    if (method === 'Runtime.exceptionThrown')
      this.errors.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text)
    if (method === 'Runtime.consoleAPICalled' && /error|warning|assert/.test(params.type))
      this.errors.push(JSON.stringify(params.args))
    if (method === 'Log.entryAdded' && params.entry.level === 'error') this.errors.push(params.entry.text)
    if (method === 'Network.requestWillBeSent' && params.request.url !== this.#page)
      this.requests.push(params.request.url)
    if (method) this.#events.get(method)?.()
  }

  /** Sends a command of the DevTools protocol, to the page unless told otherwise. */
  send(method: string, params: object = {}, toPage = true): Promise<any> {
    const id = this.#next++
    const text = JSON.stringify({ id, method, params, ...(toPage ? { sessionId: this.#session } : {}) })
    ;(this.process.stdio[3] as Writable).write(`${text}\0`)
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }))
  }

  /** Opens a page and waits until it says that it is ready. Returns the milliseconds from the start of navigation. */
  async open(url: string): Promise<number> {
    this.#page = url.replace(/#.*/, '')
    // Another page in between, since a change of the hash alone loads nothing.
    await this.#navigate('about:blank')
    await this.#navigate(url)
    for (let count = 0; count < 200; count++) {
      // A page that is only beginning to load has no element yet.
      if (await this.run(`document.documentElement?.dataset.ready === 'true'`)) return this.run('performance.now()')
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
    throw new Error(`${url} did not become ready: ${this.errors.join('\n')}`)
  }

  async #navigate(url: string): Promise<void> {
    const loaded = new Promise<void>((resolve) => this.#events.set('Page.loadEventFired', resolve))
    await this.send('Page.navigate', { url })
    await loaded
  }

  /** Runs an expression in the page and gives its value. */
  async run<T = any>(expression: string): Promise<T> {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
      userGesture: true,
    })
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }

  /** The page's size and colour scheme. */
  async view(width: number, height: number, scheme: 'light' | 'dark' = 'light'): Promise<void> {
    await this.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: width < 500 })
    await this.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] })
  }

  /** Presses a key. */
  async key(key: string): Promise<void> {
    const text = key.length === 1 ? key : key === 'Enter' ? '\r' : undefined
    await this.send('Input.dispatchKeyEvent', {
      type: text ? 'keyDown' : 'rawKeyDown',
      key,
      text,
      code: key,
      windowsVirtualKeyCode: VIRTUAL[key] ?? key.charCodeAt(0),
    })
    await this.send('Input.dispatchKeyEvent', {
      type: 'keyUp',
      key,
      code: key,
      windowsVirtualKeyCode: VIRTUAL[key] ?? key.charCodeAt(0),
    })
  }

  /** A picture of what is seen, as PNG. */
  async screenshot(): Promise<Buffer> {
    return Buffer.from((await this.send('Page.captureScreenshot', { format: 'png' })).data, 'base64')
  }

  /** Ends the browser and forgets its profile. */
  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once('exit', resolve))
    await this.send('Browser.close', {}, false).catch(() => {})
    await ended
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 })
  }
}

const VIRTUAL: Readonly<Record<string, number>> = {
  Tab: 9,
  Enter: 13,
  ArrowLeft: 37,
  ArrowRight: 39,
  Home: 36,
  End: 35,
}
