import { Readable } from 'node:stream'
import { agentFile } from '#lib/services/agent-file'

/** Public: the agent's program, and the checksum it is compared with. */
export async function GET(_request: Request, { params }: { params: Promise<{ file: string }> }): Promise<Response> {
  const found = agentFile((await params).file)
  if (!found) return Response.json({ error: { code: 'not-found', message: 'There is no such file.' } }, { status: 404 })
  const { contentType, sha256, read } = found
  const headers = { 'content-type': contentType, 'cache-control': 'no-cache', etag: `"${sha256}"` }
  return new Response(streamOf(read()), { headers })
}

/** Node's stream as the web's; its type is Node's own, and the same thing. */
function streamOf(stream: Readable): ReadableStream<Uint8Array> {
  return Readable.toWeb(stream) as ReadableStream<Uint8Array>
}
