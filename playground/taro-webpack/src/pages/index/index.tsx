import { Button, Image, View } from '@tarojs/components'
import Taro, { useLoad } from '@tarojs/taro'
import { useState } from 'react'
import { SHARE } from '@/config'
import { listGoods, openChat, uploadPhoto } from '../../../../common/src/api.js'

export default function Index() {
  const [goods, setGoods] = useState<{ id: number; title: string }[]>([])

  useLoad(async () => {
    setGoods((await listGoods(1)) as { id: number; title: string }[])
    openChat('lobby')
  })

  const open = (id: number) => Taro.navigateTo({ url: `/order/detail/detail?id=${id}` })

  const share = async () => {
    await uploadPhoto('tmp/photo.png')
    Taro.request({ url: `${SHARE}/links` })
    if (process.env.TARO_ENV === 'h5') Taro.request({ url: 'http://192.168.1.99:7000/links' })
  }

  return (
    <View>
      <Image src="http://localhost:3000/banner.png" mode="widthFix" />
      {/* @ts-expect-error: a native component has no types */}
      <price-tag />
      {goods.map((item) => (
        <View key={item.id} onClick={() => open(item.id)}>
          {item.title}
        </View>
      ))}
      <Button onClick={share}>share</Button>
    </View>
  )
}
