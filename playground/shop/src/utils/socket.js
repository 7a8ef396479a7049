import { SOCKET } from '@/config.js'

export function openChat(room, onMessage) {
  const task = wx.connectSocket({ url: `${SOCKET}?room=${room}` })
  task.onMessage(({ data }) => onMessage(JSON.parse(data)))
  return {
    send: (text) => task.send({ data: JSON.stringify({ text }) }),
    close: () => task.close(),
  }
}
