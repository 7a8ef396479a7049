import { connect, download, http, upload } from './http.js'

export const listGoods = (page) => http.get('/goods', { page })

export const goodsDetail = (id) => http.get(`/goods/${id}`)

export const addToCart = (id) => http.post('/cart', { id })

export const uploadPhoto = (filePath) => upload('/photos', filePath)

export const downloadInvoice = (id) => download(`/invoices/${id}.pdf`)

export const openChat = (room) => connect(`/chat?room=${room}`)
