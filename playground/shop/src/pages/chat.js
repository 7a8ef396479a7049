import { openChat } from '../utils/socket.js'

Page({
  data: { messages: [] },

  onLoad({ room = 'lobby' }) {
    this.chat = openChat(room, (message) => this.setData({ messages: [...this.data.messages, message] }))
  },

  say({ detail }) {
    this.chat.send(detail.value)
  },

  onUnload() {
    this.chat.close()
  },
})
