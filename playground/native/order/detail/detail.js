const { download, http } = require('../../utils/http')

Page({
  data: { id: 0, title: '' },

  async onLoad({ id }) {
    this.setData(await http.get(`/goods/${id}`))
  },

  async buy() {
    await http.post('/cart', { id: this.data.id })
    download(`/invoices/${this.data.id}.pdf`)
  },
})
