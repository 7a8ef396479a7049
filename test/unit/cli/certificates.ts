import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'

/** A certificate with its key, as servers and other certificates need it. */
export interface Certificate {
  /** PEM. */
  certificate: string
  /** PEM. */
  key: string
  name: string
  private: KeyObject
}

/** What a certificate says. */
export interface CertificateSettings {
  /** Common name. */
  name: string
  /** Who signs it; default: itself. */
  issuer?: Certificate
  /** Hosts that it is made out to (subjectAltName). */
  hosts?: string[]
  /** Whether it may sign others. */
  authority?: boolean
  /** Days from now. Default: from -1 to 90. */
  from?: number
  to?: number
}

/** Makes a certificate (X.509 v3, RFC 5280) with a key on P-256. Nothing of the machine takes part in it. */
export function makeCertificate(settings: CertificateSettings): Certificate {
  const { name, issuer, hosts = [], authority = false, from = -1, to = 90 } = settings
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const algorithm = sequence(oid('1.2.840.10045.4.3.2'))
  const extensions = [extension('2.5.29.19', sequence(...(authority ? [der(0x01, Buffer.from([0xff]))] : [])), true)]
  if (hosts.length > 0)
    extensions.push(extension('2.5.29.17', sequence(...hosts.map((host) => der(0x82, Buffer.from(host, 'ascii'))))))
  const body = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    commonName(issuer?.name ?? name),
    sequence(time(from), time(to)),
    commonName(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  )
  const signature = sign('sha256', body, issuer?.private ?? privateKey)
  const whole = sequence(body, algorithm, bits(signature))
  return {
    certificate: pem(whole),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    name,
    private: privateKey,
  }
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g)!
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

/** A value of ASN.1 in DER: tag, length, content. */
function der(tag: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents)
  const { length } = content
  const head =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, Math.floor(length / 0x100), length % 0x100]
  return Buffer.concat([Buffer.from([tag, ...head]), content])
}

function sequence(...parts: Buffer[]): Buffer {
  return der(0x30, ...parts)
}

function integer(bytes: Buffer): Buffer {
  return der(0x02, bytes)
}

function bits(bytes: Buffer): Buffer {
  return der(0x03, Buffer.from([0]), bytes)
}

function oid(text: string): Buffer {
  const [first, second, ...rest] = text.split('.').map(Number) as [number, number, ...number[]]
  const bytes = [first * 40 + second]
  for (const arc of rest) {
    const groups = [arc % 128]
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) groups.unshift(128 + (left % 128))
    bytes.push(...groups)
  }
  return der(0x06, Buffer.from(bytes))
}

function commonName(name: string): Buffer {
  return sequence(der(0x31, sequence(oid('2.5.4.3'), der(0x0c, Buffer.from(name, 'utf8')))))
}

function time(days: number): Buffer {
  const text = new Date(Date.now() + days * 86_400_000).toISOString().replace(/\D/g, '').slice(0, 14)
  return der(0x18, Buffer.from(`${text}Z`, 'ascii'))
}

function extension(id: string, value: Buffer, critical = false): Buffer {
  return sequence(oid(id), ...(critical ? [der(0x01, Buffer.from([0xff]))] : []), der(0x04, value))
}
