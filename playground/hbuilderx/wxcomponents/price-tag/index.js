Component({
  attached() {
    wx.request({ url: 'http://127.0.0.1:4000/price' })
  },
})
