// A package from npm that brings a host of its own.
export const track = (event) => wx.request({ url: 'https://log.sdk.example.org/events', data: event })
