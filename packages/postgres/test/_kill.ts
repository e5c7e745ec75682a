import { startServer } from "./server/TestServer.ts"
await startServer("15"); console.log("up"); process.kill(process.pid, "SIGKILL")
