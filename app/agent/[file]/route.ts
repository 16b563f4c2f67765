import { Readable } from 'node:stream'
import { agentFile } from '#lib/services/agent-file'

/** Public: the agent's program, and the checksum it is compared with. */
export async function GET(request: Request, { params }: { params: Promise<{ file: string }> }): Promise<Response> {
  const found = agentFile((await params).file)
  if (!found) return Response.json({ error: { code: 'not-found', message: 'There is no such file.' } }, { status: 404 })
  const { contentType, sha256 } = found
  const packed = /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '') ? found.gzipped : undefined
  const { bytes, read } = packed ?? found
  const headers = {
    'content-type': contentType,
    'content-length': String(bytes),
    'cache-control': 'no-cache',
    vary: 'accept-encoding',
    // One name for two sets of bytes would let a cache mix them up.
    etag: `"${sha256}${packed ? '-gzip' : ''}"`,
    ...(packed ? { 'content-encoding': 'gzip' } : {}),
  }
  return new Response(streamOf(read()), { headers })
}

/** Node's stream as the web's; its type is Node's own, and the same thing. */
function streamOf(stream: Readable): ReadableStream<Uint8Array> {
  return Readable.toWeb(stream) as ReadableStream<Uint8Array>
}
