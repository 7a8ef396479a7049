import * as is from './schema'

const names = is.listOf(is.filled)
/** A list that may hold empty names: the call of the instance itself is a method without a name. */
const methodNames = is.listOf(is.text)
const join = is.oneOf('plain', 'combine', 'slash', 'keep-base')
const absolute = is.oneOf('url', 'http', 'never')
const category = is.oneOf('request', 'uploadFile', 'downloadFile', 'socket')
const index = is.either((value) => typeof value === 'number', is.index, is.oneOf('options', 'response'))

const categories = is.listOf(
  is.shape({ options: names, value: is.text, category }, { required: ['options', 'category'] }),
)

/** Checks the option `clients`: rows of the table of HTTP clients, of which only `packages` is needed. */
export const clientsOption = is.listOf(
  is.shape(
    {
      packages: names,
      name: is.filled,
      instances: names,
      creates: names,
      returns: names,
      properties: names,
      self: names,
      promised: names,
      promisify: is.shape({ one: is.filled, all: is.filled }),
      base: is.either(
        (value) => value === null,
        () => undefined,
        is.filled,
      ),
      olderBase: is.shape({ base: is.filled, join }, { required: ['base', 'join'] }),
      config: is.text,
      setConfig: is.filled,
      methods: is.listOf(
        is.shape(
          { names: methodNames, url: index, options: is.index, either: is.flag, category },
          { required: ['names', 'url'] },
        ),
      ),
      categories,
      join,
      absolute,
      interceptors: names,
      interceptorTakesUrl: is.flag,
      hooks: names,
      plugin: is.shape({ entry: is.filled, config: is.text, hook: is.text }, { required: ['entry'] }),
      api: is.filled,
      adapters: is.listOf(
        is.shape(
          { packages: names, api: is.filled, join, absolute, categories, source: is.text },
          { required: ['packages', 'api'] },
        ),
      ),
      source: is.text,
    },
    { required: ['packages'], meant: (key) => (/^base_?url$/i.test(key) ? 'base' : undefined) },
  ),
)
