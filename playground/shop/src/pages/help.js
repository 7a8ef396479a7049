import { HELP } from '@/config.js'

Page({
  data: { src: '' },

  onLoad({ topic = 'index' }) {
    this.setData({ src: `${HELP}/${topic}` })
  },
})
