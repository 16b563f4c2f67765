import { agentFile } from '#lib/services/agent-file'

/** Public: the agent's program, and the checksum it is compared with. */
export async function GET(_request: Request, { params }: { params: Promise<{ file: string }> }): Promise<Response> {
  const found = agentFile((await params).file)
  if (!found) return Response.json({ error: { code: 'not-found', message: 'There is no such file.' } }, { status: 404 })
  const { bytes, contentType, sha256 } = found
  return new Response(new Uint8Array(bytes), {
    headers: { 'content-type': contentType, 'cache-control': 'no-cache', etag: `"${sha256}"` },
  })
}
