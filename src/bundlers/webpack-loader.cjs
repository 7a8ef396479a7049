'use strict'

/**
 * The loader that webpack and Rspack run for each module: they take a loader as a file. What is done with the module is
 * up to the plugin of this compiler (`webpack-plugin.ts`), which comes with the loader's options.
 */
module.exports = async function (source, map) {
  const done = this.async()
  const { plugin } = this.query
  // In a thread of the host's the plugin is not at hand.
  if (typeof plugin?.load !== 'function') return done(null, source, map)
  let loaded
  try {
    loaded = await plugin.load(this, source, map)
  } catch (error) {
    return done(error)
  }
  done(null, ...loaded)
}
module.exports.raw = true
