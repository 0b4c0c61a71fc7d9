import { startTemplateServer } from './template-server.js';
const s = await startTemplateServer(); console.log(await s.clone()); process.on('SIGTERM', async()=>{await s.stop();process.exit()}); setInterval(()=>{},1e6);
