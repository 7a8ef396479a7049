import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type * as Vite from 'vite'
import type { Core } from '../../../src/bundlers/core'
import { createPlugin } from '../../../src/bundlers/plugin'
import type { Options } from '../../../src/options'

/** How a round of a watcher ended. */
export interface Round {
  errors: string[]
  warnings: string[]
}

export interface Watcher {
  /** Waits for the next round to end, at most 20 seconds. */
  next(): Promise<Round>
  close(): Promise<void>
}

type Start = (core: Core, root: string, options: Options) => Promise<Watcher>

export const WATCHERS: Record<string, Start> = {
  vite: viteWatcher(() => import('vite')),
  vite5: viteWatcher(() => import('vite5')),
  async rollup(core, root, options) {
    const { watch } = await import('rollup')
    const rounds = new Rounds()
    let warnings: string[] = []
    const before = process.cwd
    process.cwd = () => root
    const watcher = watch({
      input: join(root, 'src/app.js'),
      plugins: [createPlugin(core).rollup(options) as never],
      output: { dir: join(root, 'dist/rollup'), format: 'cjs' },
      onwarn: ({ message }) => void warnings.push(message),
      watch: { buildDelay: 50 },
    })
    watcher.on('event', (event) => {
      if (event.code === 'START') warnings = []
      if (event.code === 'ERROR') rounds.end({ errors: [event.error.message], warnings })
      if (event.code === 'BUNDLE_END') void event.result.close().then(() => rounds.end({ errors: [], warnings }))
    })
    return {
      next: () => rounds.next(),
      async close() {
        await watcher.close()
        process.cwd = before
      },
    }
  },
  async rolldown(core, root, options) {
    const { watch } = await import('rolldown')
    const rounds = new Rounds()
    let warnings: string[] = []
    const before = process.cwd
    process.cwd = () => root
    const watcher = watch({
      input: join(root, 'src/app.js'),
      cwd: root,
      plugins: [createPlugin(core).rolldown(options) as never],
      output: { dir: join(root, 'dist/rolldown'), format: 'cjs' },
      onLog: (level, { message }) => void (level === 'warn' && warnings.push(message)),
    })
    watcher.on('event', (event) => {
      if (event.code === 'START') warnings = []
      if (event.code === 'ERROR') rounds.end({ errors: [event.error.message], warnings })
      if (event.code === 'BUNDLE_END') void event.result.close().then(() => rounds.end({ errors: [], warnings }))
    })
    return {
      next: () => rounds.next(),
      async close() {
        await watcher.close()
        process.cwd = before
      },
    }
  },
  async webpack(core, root, options) {
    const { default: webpack } = await import('webpack')
    return compilerWatcher(webpack(watchConfig(root, 'webpack', createPlugin(core).webpack(options)) as never))
  },
  async rspack(core, root, options) {
    const { rspack } = await import('@rspack/core')
    return compilerWatcher(rspack(watchConfig(root, 'rspack', createPlugin(core).rspack(options)) as never))
  },
  async rsbuild(core, root, options) {
    const { createRsbuild, logger } = await import('@rsbuild/core')
    logger.level = 'silent'
    const rounds = new Rounds()
    const collector = {
      apply: (compiler: any) =>
        compiler.hooks.done.tap('collect', (stats: any) => {
          const { errors, warnings } = stats.toJson({ all: false, errors: true, warnings: true })
          const text = (list: { message: string }[]) => list.map(({ message }) => message)
          rounds.end({ errors: text(errors), warnings: text(warnings) })
        }),
    }
    const rsbuild = await createRsbuild({
      cwd: root,
      rsbuildConfig: {
        mode: 'production',
        plugins: [createPlugin(core).rsbuild(options)] as never,
        source: { entry: { main: join(root, 'src/app.js') } },
        output: { distPath: { root: join(root, 'dist/rsbuild') }, target: 'node', minify: false },
        performance: { printFileSize: false },
        tools: { rspack: { plugins: [collector] } },
      },
    })
    const { close } = await rsbuild.build({ watch: true })
    return { next: () => rounds.next(), close }
  },
  async esbuild(core, root, options) {
    const { context } = await import('esbuild')
    const rounds = new Rounds()
    const watching = await context({
      absWorkingDir: root,
      entryPoints: [join(root, 'src/app.js')],
      bundle: true,
      outdir: join(root, 'dist/esbuild'),
      logLevel: 'silent',
      plugins: [
        createPlugin(core).esbuild(options),
        {
          name: 'rounds',
          setup(build) {
            build.onEnd(({ errors, warnings }) => {
              rounds.end({ errors: errors.map(({ text }) => text), warnings: warnings.map(({ text }) => text) })
            })
          },
        },
      ],
    })
    await watching.watch()
    return { next: () => rounds.next(), close: () => watching.dispose() }
  },
}

function viteWatcher(load: () => Promise<unknown>): Start {
  return async (core, root, options) => {
    const { build, createLogger } = (await load()) as typeof Vite
    const rounds = new Rounds()
    let warnings: string[] = []
    const logger = createLogger('silent')
    logger.warn = (message) => void warnings.push(message)
    const watcher = (await build({
      root,
      configFile: false,
      customLogger: logger,
      logLevel: 'silent',
      plugins: [createPlugin(core).vite(options) as never],
      build: {
        outDir: join(root, 'dist/vite'),
        minify: false,
        watch: { buildDelay: 50 } as never,
        lib: { entry: join(root, 'src/app.js'), formats: ['cjs'], fileName: () => 'main.js' },
      },
    })) as unknown as { on(name: 'event', handler: (event: any) => void): void; close(): Promise<void> }
    watcher.on('event', (event) => {
      if (event.code === 'START') warnings = []
      if (event.code === 'ERROR') rounds.end({ errors: [event.error.message], warnings })
      // closeBundle comes after the event, where copied files are looked at.
      if (event.code === 'END') void sleep(50).then(() => rounds.end({ errors: [], warnings }))
    })
    return { next: () => rounds.next(), close: () => watcher.close() }
  }
}

function watchConfig(root: string, name: string, plugin: unknown): object {
  return {
    context: root,
    mode: 'production',
    entry: join(root, 'src/app.js'),
    output: { path: join(root, 'dist', name) },
    optimization: { minimize: false },
    plugins: [plugin],
  }
}

function compilerWatcher(compiler: unknown): Watcher {
  const rounds = new Rounds()
  const native = compiler as {
    watch(options: object, handler: (error: Error | null, stats?: any) => void): { close(done: () => void): void }
  }
  const watching = native.watch({ aggregateTimeout: 50 }, (error, stats) => {
    const { errors = [], warnings = [] } = stats?.toJson({ all: false, errors: true, warnings: true }) ?? {}
    const text = (list: { message: string }[]) => list.map(({ message }) => message)
    rounds.end({ errors: error ? [error.message] : text(errors), warnings: text(warnings) })
  })
  return { next: () => rounds.next(), close: () => new Promise((settle) => watching.close(() => settle())) }
}

/** Rounds that ended and were not asked for yet, or are awaited. */
class Rounds {
  private readonly ended: Round[] = []
  private waiting: ((round: Round) => void) | null = null

  end(round: Round): void {
    if (!this.waiting) this.ended.push(round)
    else this.waiting(round)
  }

  async next(): Promise<Round> {
    const round = this.ended.shift()
    if (round) return round
    return new Promise((settle, fail) => {
      const timer = setTimeout(() => fail(new Error('The watcher did not end a round in 20 seconds.')), 20_000)
      this.waiting = (ended) => {
        clearTimeout(timer)
        this.waiting = null
        settle(ended)
      }
    })
  }
}
