import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { readEnvironment } from '../config/environment.js';
import { PinoLogger } from '../logging/pino-logger.js';
import { openApiDocument } from './openapi-document.js';

/** Writes the OpenAPI document to the file named as the only argument, without a database and without listening. */
const [file] = process.argv.slice(2);
if (!file) throw new Error('Name the file to write.');
const app = await NestFactory.create(AppModule.for(readEnvironment({}), new PinoLogger('error', false)), {
  preview: true,
  logger: ['error'],
  abortOnError: false,
});
writeFileSync(file, JSON.stringify(openApiDocument(app), null, 2) + '\n');
await app.close();
