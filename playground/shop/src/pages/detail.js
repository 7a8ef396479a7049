import { addToCart, goodsDetail } from '../api/goods.ts'

Page({
  data: { goods: null },

  async onLoad({ id }) {
    this.setData({ goods: await goodsDetail(Number(id)) })
  },

  async buy() {
    await addToCart(this.data.goods.id)
    wx.showToast({ title: '已加入购物车' })
  },
})
