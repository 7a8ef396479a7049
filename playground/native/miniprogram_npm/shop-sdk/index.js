module.exports = { report: (event) => wx.request({ url: 'https://log.sdk.example.com/events', data: event }) }
