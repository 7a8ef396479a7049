const { connect, http, upload } = require('../../utils/http')

Page({
  data: { goods: [] },

  async onLoad() {
    this.setData({ goods: await http.get('/goods') })
    connect('/chat?room=lobby')
    this.worker = wx.createWorker('workers/price.js')
    this.map = requirePlugin('map')
  },

  open({ currentTarget }) {
    wx.navigateTo({ url: `/order/detail/detail?id=${currentTarget.dataset.id}` })
  },

  share() {
    upload('/photos', 'tmp/photo.png')
  },
})
