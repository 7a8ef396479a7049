import { expect, it } from 'vitest'
import { callsOf } from './project'

const found = (lines: readonly string[]) => lines.map((line) => line.replace(/^\S+ uni\.request /, ''))
const urls = (count: number) => Array.from({ length: count }, (_, i) => `https://api.example.com/${i}`)

// What nobody writes in the script may be entered by the user: a test of it rules nothing out.
it('takes no call for dead that waits for what is entered (options)', async () => {
  const page = `<template>
  <input v-model="form.phone" /><input v-model.trim="code" /><my-input :show.sync="shown" />
  <input @input="name = $event.detail.value" /><picker @change="(e) => (form.kind = e.detail.value)" />
  <input @input="enter('word', $event)" />
</template>
<script>
export default {
  data() { return { form: { phone: '', kind: '' }, code: '', shown: false, name: '', word: '', other: '' } },
  methods: {
    enter(key, e) { this[key] = e.detail.value },
    isPhone(text) { return /^1\\d{10}$/.test(text) },
    a() { if (!this.isPhone(this.form.phone)) return; uni.request({ url: 'https://api.example.com/0' }) },
    b() { if (this.code.length < 4) return; uni.request({ url: 'https://api.example.com/1' }) },
    c() { if (this.shown) uni.request({ url: 'https://api.example.com/2' }) },
    d() { if (!this.name) return; uni.request({ url: 'https://api.example.com/3' }) },
    e() { if (this.form.kind === '') return; uni.request({ url: 'https://api.example.com/4' }) },
    f() { if (!this.word) return; uni.request({ url: 'https://api.example.com/5' }) },
    g() { if (!this.other) return; uni.request({ url: 'https://api.example.com/6' }) },
  },
}
</script>`
  expect(found(await callsOf({ 'a.vue': page }, { platform: 'wechat' }))).toEqual(urls(7))
})

it('takes no call for dead that waits for what is entered (setup)', async () => {
  const page = `<template>
  <input v-model="form.phone" /><input v-model="code" /><input v-model="user.name" />
  <view v-for="item in list" @tap="chosen = item" />
</template>
<script setup>
import { ref, reactive } from 'vue'
const form = ref({ phone: '' })
const code = ref('')
const user = reactive({ name: '' })
const chosen = ref(null)
const list = ref([])
const isPhone = (text) => /^1\\d{10}$/.test(text)
const a = () => { if (!isPhone(form.value.phone)) return; uni.request({ url: 'https://api.example.com/0' }) }
const b = () => { if (code.value.length < 4) return; uni.request({ url: 'https://api.example.com/1' }) }
const c = () => { if (!user.name) return; uni.request({ url: 'https://api.example.com/2' }) }
const d = () => { if (!chosen.value) return; uni.request({ url: 'https://api.example.com/3' }) }
</script>`
  expect(found(await callsOf({ 'a.vue': page }, { platform: 'wechat' }))).toEqual(urls(4))
})
