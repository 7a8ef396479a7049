import type { Recorder } from './platform'
import { plain, runtimeValue } from './values'

/** What the program keeps; under `kept` there is something under every name that was not written. */
export function storageOf({ run }: Recorder): Record<string, unknown> {
  const own: Record<string, unknown> = plain(run.storage ?? {})
  if (!run.kept) return own
  return new Proxy(own, {
    get: (held, key) => (key in held || typeof key !== 'string' ? held[key as string] : runtimeValue(`kept${key}`)),
  })
}

/** Whatever a program takes it for: it can be called, gives every member, and calls what it is handed back later. */
export function anything(recorder: Recorder, name: string, waits = false): any {
  const value = runtimeValue(name)
  const called = (args: any[]): any => {
    for (const arg of args.slice(0, 4)) {
      if (typeof arg === 'function') recorder.later(() => arg(runtimeValue(name)))
      else if (arg && typeof arg === 'object' && typeof arg.success === 'function')
        recorder.later(() => arg.success(runtimeValue(name)))
    }
    const handed = args.some((arg) => typeof arg === 'function' || typeof arg?.success === 'function')
    return anything(recorder, name, !handed)
  }
  return new Proxy(function () {}, {
    get(_, key) {
      // What an API gives without callbacks can be awaited, once.
      if (key === 'then' && waits) return (ok: any, failed: any) => Promise.resolve(value).then(ok, failed)
      if (key === 'catch' && waits) return (failed: any) => Promise.resolve(value).catch(failed)
      if (typeof key === 'symbol' || /^(?:then|toJSON|toString|valueOf|length|\d+)$/.test(key)) return value[key]
      if (key in String.prototype && key !== 'constructor') return value[key]
      return anything(recorder, `${name}${key}`)
    },
    set: () => true,
    apply: (_, __, args) => called(args),
    construct: (_, args) => called(args),
  })
}
