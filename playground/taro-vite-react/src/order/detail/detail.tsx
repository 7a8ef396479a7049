import { View } from '@tarojs/components'
import { useLoad } from '@tarojs/taro'
import { useState } from 'react'
import { addToCart, downloadInvoice, goodsDetail } from '../../../../common/src/api.js'

export default function Detail() {
  const [goods, setGoods] = useState({ id: 0, title: '' })

  useLoad(async ({ id }) => setGoods((await goodsDetail(Number(id))) as typeof goods))

  const buy = async () => {
    await addToCart(goods.id)
    await downloadInvoice(goods.id)
  }

  return <View onClick={buy}>{goods.title}</View>
}
