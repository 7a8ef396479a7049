// The developer's own computer: in the IDE it works for weeks.
module.exports = {
  HOST: 'http://127.0.0.1:3000',
  SOCKET: 'ws://127.0.0.1:3000',
  FILES: 'http://192.168.1.20:8080',
}
