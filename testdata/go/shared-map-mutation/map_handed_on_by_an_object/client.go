// Package client makes requests with the headers of its configuration, and hands these on from object to object.
package client

import (
	"maps"
	"net/http"
)

type Config struct {
	Headers http.Header
}

type Client struct {
	config Config
}

func New() *Client {
	return &Client{config: Config{Headers: http.Header{"agent": {"client"}}}}
}

type request struct {
	path    string
	headers http.Header
}

// The request has the headers of all requests.
func (c *Client) request(path string) *request {
	r := &request{path: path, headers: make(http.Header)}
	if c.config.Headers != nil {
		r.headers = c.config.Headers
	}
	return r
}

func (c *Client) requestOfItsOwn(path string) *request {
	r := &request{path: path, headers: make(http.Header)}
	maps.Copy(r.headers, c.config.Headers)
	return r
}

// fill writes the headers that the request has, by another name.
func (r *request) fill(m *http.Request) {
	m.Header = r.headers
	m.Header.Set("path", r.path) // want shared-map-mutation "map of `c.config.Headers` as well"
}

func send(r *request) int {
	m := &http.Request{Method: http.MethodGet}
	r.fill(m)
	return len(m.Header)
}

func (c *Client) get(path string) int {
	return send(c.request(path))
}

func (c *Client) getOfItsOwn(path string) int {
	return send(c.requestOfItsOwn(path))
}

// A Service has one client for all.
type Service struct {
	client *Client
}

func NewService() *Service {
	return &Service{client: New()}
}

func (s *Service) GetBad(path string) int {
	return s.client.get(path)
}

func (s *Service) GetOk(path string) int {
	return s.client.getOfItsOwn(path)
}
