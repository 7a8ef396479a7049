// upload.mjs
import { readFileSync } from 'node:fs'
import ci from 'miniprogram-ci'

const { appid } = JSON.parse(readFileSync('project.config.json', 'utf8'))

const project = new ci.Project({
  appid,
  type: 'miniProgram',
  projectPath: 'dist',
  privateKeyPath: process.env.UPLOAD_KEY,
})

await ci.upload({ project, version: process.env.VERSION ?? '1.0.0', desc: 'released by CI' })
