ALTER TABLE predictions ADD COLUMN client_ip text;
