import { answerOf, record, type Recorder } from './platform'

/** Adds what a browser has: `fetch`, `XMLHttpRequest`, `WebSocket`, `EventSource`, `window`, `location`. */
export function addWeb(sandbox: any, recorder: Recorder): void {
  sandbox.window = sandbox.self = sandbox
  sandbox.location = {
    origin: 'https://page.example',
    host: 'page.example',
    protocol: 'https:',
    href: 'https://page.example/',
    search: '',
  }
  sandbox.navigator = { userAgent: 'stub' }
  sandbox.Request = class {
    constructor(public url: string) {}
  }
  sandbox.fetch = (input: any) => {
    record(
      recorder,
      'fetch',
      'request',
      typeof input === 'object' && input && 'url' in input && !(input instanceof URL) ? input.url : input,
    )
    const answer = answerOf(recorder, 'fetch')
    return Promise.resolve({
      ok: true,
      status: 200,
      json: () => Promise.resolve(answer.data),
      text: () => Promise.resolve(String(answer.data)),
    })
  }
  sandbox.XMLHttpRequest = class {
    onload?: () => void
    open(_method: string, url: string) {
      record(recorder, 'XMLHttpRequest', 'request', url)
    }
    setRequestHeader() {}
    send() {
      recorder.later(() => this.onload?.())
    }
  }
  sandbox.WebSocket = class {
    constructor(url: string) {
      record(recorder, 'WebSocket', 'socket', url)
    }
    send() {}
    close() {}
  }
  sandbox.EventSource = class {
    constructor(url: string) {
      record(recorder, 'EventSource', 'request', url)
    }
    close() {}
  }
}
