import { track } from 'shop-sdk'
import { connect, download, http, upload } from './http.js'

export const listGoods = (page) => http.get('/goods', { page })

export const goodsDetail = (id) => http.get(`/goods/${id}`)

export const addToCart = (id) => http.post('/cart', { id })

export const uploadPhoto = (filePath) => upload('/photos', filePath)

export const downloadInvoice = (id) => download(`/invoices/${id}.pdf`)

export const openChat = (room) => {
  track({ room })
  return connect(`/chat?room=${room}`)
}

// A plugin of the platform: what its functions do is none of this program's calls.
const map = typeof requirePlugin === 'function' ? requirePlugin('map') : null

export const showMap = (place) => map && map.request({ url: `tiles/${place}` })
