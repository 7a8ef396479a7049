import { addToCart, downloadInvoice, goodsDetail } from '../../../../common/src/api.js'

Page({
  data: { id: 0, title: '' },

  async onLoad(query: { id: string }) {
    const id = Number(query.id)
    this.setData({ id, title: (await goodsDetail(id)).title })
  },

  async buy() {
    await addToCart(this.data.id)
    await downloadInvoice(this.data.id)
  },
})
