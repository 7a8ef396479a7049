import { describe, expect, it } from 'vitest'
import { callsOf } from './project'

const page = (source: string) => `<template>\n  <image :src="${source}" />\n</template>\n`

describe('modules that only name shared state', () => {
  it('are read where it may be a part of a URL', async () => {
    const calls = await callsOf({
      'main.js': "import Vue from 'vue'\nVue.prototype.$cdn = 'http://127.0.0.1:9000'\n",
      'page.vue': page("$cdn + '/a.png'"),
    })
    expect(calls).toEqual(['page.vue:2 image.src http://127.0.0.1:9000/a.png'])
  })

  it('are not read for a flag, nor for what old engines lack', async () => {
    const calls = await callsOf({
      'main.js': `import Vue from 'vue'
Vue.prototype.$ready = false
Promise.prototype.always = function (f) { return this.then(f) }
wx.request({ url: 'https://a.example.com/' })
`,
      'page.vue': page("$ready ? 'a.png' : 'b.png'"),
      'other.js': 'export const later = (x) => x.always(done)\n',
    })
    expect(calls).toEqual(['main.js:4 wx.request https://a.example.com/'])
  })

  it('are read for the store that they make, also where the host knows the imports itself', async () => {
    const files = {
      'config.js': "export const base = 'https://a.example.com'\n",
      'store.js':
        "import { createStore } from 'vuex'\nimport { base } from './config'\nexport default createStore({ state: { base } })\n",
      'page.vue':
        "<script>\nexport default { created() { uni.request({ url: this.$store.state.base + '/x' }) } }\n</script>\n",
    }
    for (const imports of [true, false])
      expect(await callsOf(files, { imports })).toEqual(['page.vue:2 uni.request https://a.example.com/x'])
  })
})
