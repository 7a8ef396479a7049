import { http } from '../utils/request.ts'

export interface Goods {
  id: number
  title: string
  price: number
  cover: string
}

export const listGoods = (page: number) => http.get<Goods[]>('/goods', { page })

export const goodsDetail = (id: number) => http.get<Goods>(`/goods/${id}`)

export const addToCart = (id: number) => http.post<void>('/cart', { id })
