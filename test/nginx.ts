// Runs nginx with one site in a scratch folder, and stops it by its process id.
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'

export const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(address !== null && typeof address === 'object' ? address.port : 0))
    })
  })

/** @param site what stands within `http`. @returns ends it */
export const runNginx = (nginx: string, folder: string, site: string): (() => void) => {
  const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  )
  const file = path.join(folder, 'nginx.conf')
  writeFileSync(
    file,
    `daemon off; pid ${folder}/pid; error_log ${folder}/error.log; events {} http { access_log off; ${folders.join(' ')}\n${site}}`,
  )
  const child = spawn(nginx, ['-c', file, '-p', folder], { stdio: 'ignore' })
  return () => void child.kill('SIGTERM')
}
