package io.helipod.adapters.http.libpod.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** The images a load found. */
public record NamesJson(@JsonProperty("Names") List<String> names) {}
