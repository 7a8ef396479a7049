import { listGoods } from '../api/goods.ts'

Page({
  data: { goods: [], page: 1 },

  async onLoad() {
    this.setData({ goods: await listGoods(this.data.page) })
  },

  async onReachBottom() {
    const page = this.data.page + 1
    const more = await listGoods(page)
    this.setData({ page, goods: [...this.data.goods, ...more] })
  },

  open({ currentTarget }) {
    wx.navigateTo({ url: `/pages/detail/detail?id=${currentTarget.dataset.id}` })
  },
})
