import type { INestApplication } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, ModulesContainer, Reflector } from '@nestjs/core';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { API_TOKEN, API_TOKEN_SCHEME, declareAccess } from '../access/declare-access.js';
import { RouteTable } from '../access/route-table.js';
import { declareProblems } from './declared-problems.js';
import { VERSION } from '../version.js';
import { describeOperations } from './operation-texts.js';
import { ProblemSchema } from './problem-schema.js';

const DESCRIPTION =
  'Post a topology of routers and links, and Skein runs a packet-level simulation of it: submit, watch, stop, restart, read results. ' +
  'Refusals are problem documents (RFC 9457) that name every wrong field.';

/** The OpenAPI document of the whole server; needs no database and no socket. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Skein')
    .setDescription(DESCRIPTION)
    .setVersion(VERSION)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addTag('simulations', 'Submit, watch and control simulations')
    .addTag('topologies', 'Look at a topology without running it')
    .addTag('agents', 'Machines that dial in and obey')
    .addTag('commands', 'Tell agents what to do, and see what became of it')
    .addTag('health', 'For whoever runs the server')
    .addSecurity(API_TOKEN, API_TOKEN_SCHEME)
    .addSecurity('agent', { type: 'http', scheme: 'bearer', description: 'The secret that the registration of the agent gave' })
    .addSecurity('enrolment', {
      type: 'http',
      scheme: 'bearer',
      description: 'The `SKEIN_ENROLMENT_TOKEN` of the server; of an agent that is enrolled, its secret',
    })
    .build();
  const document = SwaggerModule.createDocument(app, config, { extraModels: [ProblemSchema] });
  // Made here: without its providers too, the document can be written.
  const routes = new RouteTable(new DiscoveryService(app.get(ModulesContainer)), new MetadataScanner(), new Reflector());
  return describeOperations(declareProblems(declareAccess(document, routes)));
}
