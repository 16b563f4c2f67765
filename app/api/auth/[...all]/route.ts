import { answerAuthRequest } from '#lib/services/auth/answer-auth-request'
import { runningServer } from '#lib/services/running-server'

function answer(request: Request): Promise<Response> {
  const { auth, config } = runningServer()
  return answerAuthRequest(auth, config, request)
}

export { answer as GET, answer as POST }
