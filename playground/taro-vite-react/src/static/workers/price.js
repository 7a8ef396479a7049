// In a worker nothing asks the network itself; it may still say where others ask.
const RATES = 'http://127.0.0.1:5000/rates'

worker.onMessage(({ price }) => worker.postMessage({ price: Math.round(price * 100) / 100, source: RATES }))
