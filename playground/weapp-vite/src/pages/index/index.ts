import { listGoods, openChat, uploadPhoto } from '../../../../common/src/api.js'
import { SHARE } from '../../config'

Page({
  data: { goods: [] as { id: number; title: string }[] },

  async onLoad() {
    this.setData({ goods: await listGoods(1) })
    openChat('lobby')
  },

  open(event: { currentTarget: { dataset: { id: number } } }) {
    wx.navigateTo({ url: `/order/detail/detail?id=${event.currentTarget.dataset.id}` })
  },

  async share() {
    await uploadPhoto('tmp/photo.png')
    wx.request({ url: `${SHARE}/links` })
  },
})
