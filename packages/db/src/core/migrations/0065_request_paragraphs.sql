-- A request's text by paragraph, each beside the template's: [{"kind", "text", "template"}]. A link has no text, and a
-- paragraph that its author left out has an empty one. Null in rows of the release before, which writes body only; this one
-- writes both, so that either can run beside the other.
alter table relationship_request
  add column paragraphs jsonb check (jsonb_typeof(paragraphs) = 'array'),
  add column template_subject text,
  -- Whom a prepared request is for, in its author's words (U-02).
  add column prepared_for text;
grant select (paragraphs, template_subject, prepared_for), update (paragraphs, template_subject, prepared_for)
  on relationship_request to entente_keeper;

-- The partner's own reference for a recipient, such as a ticket number. No mail contains it.
alter table request_recipient add column reference text;
grant update (reference) on request_recipient to entente_keeper;
