worker.onMessage(({ price }) => worker.postMessage({ price: Math.round(price * 100) / 100 }))
