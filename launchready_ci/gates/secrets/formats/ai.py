"""Model providers."""

from launchready_ci.gates.secrets.formats.checks import mixed, real, unlike_language
from launchready_ci.gates.secrets.formats.row import Format, named

FORMATS = (
    Format(
        "LR-SEC150", "openai-key", "OpenAI API key",
        r"\bsk-(?:(?:proj|svcacct|service|admin|None)-[A-Za-z0-9_-]{40,200}|[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20})(?![A-Za-z0-9_-])",
        "It spends your OpenAI credit and reads the project's files and threads.",
        "Delete it: https://platform.openai.com/api-keys.",
        unlike_language, rank=90, binary=True, prefilter=r"\bsk-(?:proj|svcacct|service|admin|None)-|T3BlbkFJ",
    ),
    Format(
        "LR-SEC151", "sk-key", "API key with the prefix sk-", r"(?<![A-Za-z0-9_-])sk-(?:[a-z]{2,8}-)?[A-Za-z0-9]{32,64}(?![A-Za-z0-9_-])",
        "It spends your credit at the model provider that its line names (OpenAI, DeepSeek, Moonshot, LiteLLM ...).",
        "Delete it in the provider's console, e.g. https://platform.openai.com/api-keys or https://platform.deepseek.com/api_keys.",
        mixed, rank=80,
    ),
    Format(
        "LR-SEC152", "anthropic-key", "Anthropic API key",
        r"\bsk-ant-(?:api|admin|sid|oat|ort)[0-9]{2}-[A-Za-z0-9_-]{60,200}",
        "It spends your Anthropic credit; an admin key manages the organization, an OAuth token is somebody's login.",
        "Delete it: https://console.anthropic.com/settings/keys.",
        real, rank=90, binary=True, prefilter="sk-ant-",
    ),
    Format(
        "LR-SEC153", "hugging-face-token", "Hugging Face token", r"(?<![A-Za-z0-9])(?:hf_|api_org_)[A-Za-z0-9]{34,40}(?![A-Za-z0-9_])",
        "It reads, and maybe writes, models and data sets of its owner.",
        "Delete it: https://huggingface.co/settings/tokens.",
        unlike_language, rank=90, binary=True,
    ),
    Format(
        "LR-SEC154", "openrouter-key", "OpenRouter API key", r"\bsk-or-(?:v1|mgmt|provisioning)-[a-f0-9]{64}(?![A-Za-z0-9])",
        "It spends your OpenRouter credit.",
        "Delete it: https://openrouter.ai/settings/keys.",
        real, rank=92, binary=True,
    ),
    Format(
        "LR-SEC155", "groq-key", "Groq API key", r"\bgsk_[A-Za-z0-9]{48,56}(?![A-Za-z0-9_])",
        "It spends your Groq credit.",
        "Delete it: https://console.groq.com/keys.",
        unlike_language, rank=90, binary=True,
    ),
    Format(
        "LR-SEC156", "replicate-token", "Replicate API token", r"\br8_[A-Za-z0-9]{37}(?![A-Za-z0-9_])",
        "It runs models on your Replicate account.",
        "Disable it: https://replicate.com/account/api-tokens.",
        unlike_language, rank=90, binary=True,
    ),
    Format(
        "LR-SEC157", "elevenlabs-key", "ElevenLabs API key",
        r"(?<![A-Za-z0-9_-])sk_[a-f0-9]{48}(?![A-Za-z0-9_])",
        "It spends your ElevenLabs credit and reads your voices.",
        "Revoke it: https://elevenlabs.io/app/settings/api-keys.",
        real, rank=90,
    ),
    Format(
        "LR-SEC158", "elevenlabs-key-named", "ElevenLabs API key (old format)",
        named(r"(?:eleven_?labs|xi)[_.-]?api[_.-]?key", "[a-f0-9]{32}"),
        "It spends your ElevenLabs credit and reads your voices.",
        "Revoke it: https://elevenlabs.io/app/settings/api-keys.",
        mixed, rank=70,
    ),
    Format(
        "LR-SEC159", "mistral-key", "Mistral API key", named("mistral", "[A-Za-z0-9]{32}"),
        "It spends your Mistral credit.",
        "Delete it: https://console.mistral.ai/api-keys.",
        unlike_language, rank=70,
    ),
    Format(
        "LR-SEC160", "cohere-key", "Cohere API key", named("(?:cohere|co_api_key)", "[A-Za-z0-9]{40}"),
        "It spends your Cohere credit.",
        "Delete it: https://dashboard.cohere.com/api-keys.",
        unlike_language, rank=70,
    ),
    Format(
        "LR-SEC161", "perplexity-key", "Perplexity API key", r"\bpplx-[A-Za-z0-9]{40,56}(?![A-Za-z0-9_])",
        "It spends your Perplexity credit.",
        "Delete it: https://www.perplexity.ai/settings/api.",
        unlike_language, rank=90,
    ),
    Format(
        "LR-SEC162", "xai-key", "xAI API key", r"\bxai-[A-Za-z0-9]{70,90}(?![A-Za-z0-9_])",
        "It spends your xAI credit.",
        "Delete it: https://console.x.ai.",
        unlike_language, rank=90,
    ),
    Format(
        "LR-SEC163", "langsmith-key", "LangSmith API key", r"\blsv2_(?:pt|sk)_[a-f0-9]{32}_[a-f0-9]{10}(?![A-Za-z0-9_])",
        "It reads traces, prompts and data sets of your LangSmith workspace.",
        "Delete it: https://smith.langchain.com/settings.",
        real, rank=90,
    ),
    Format(
        "LR-SEC164", "fireworks-key", "Fireworks AI API key", r"\bfw_[A-Za-z0-9]{22,24}(?![A-Za-z0-9_])",
        "It spends your Fireworks credit.",
        "Delete it: https://app.fireworks.ai/settings/users/api-keys.",
        unlike_language, rank=80,
    ),
    Format(
        "LR-SEC165", "pinecone-key", "Pinecone API key", r"\bpcsk_[A-Za-z0-9]{5,6}_[A-Za-z0-9]{60,70}(?![A-Za-z0-9_])",
        "It reads and writes the indexes of your Pinecone project.",
        "Delete it: https://app.pinecone.io, API keys.",
        real, rank=90,
    ),
    Format(
        "LR-SEC166", "nvidia-key", "NVIDIA API key", r"\bnvapi-[A-Za-z0-9_-]{60,70}(?![A-Za-z0-9_-])",
        "It spends your NVIDIA credit and pulls your NGC images.",
        "Delete it: https://org.ngc.nvidia.com/setup/api-keys.",
        real, rank=90,
    ),
    Format(
        "LR-SEC167", "tavily-key", "Tavily API key", r"\btvly-(?:dev-|prod-)?[A-Za-z0-9]{32}(?![A-Za-z0-9_])",
        "It spends your Tavily credit.",
        "Delete it: https://app.tavily.com.",
        unlike_language, rank=90,
    ),
    Format(
        "LR-SEC168", "wandb-key", "Weights & Biases API key", named("wandb", "[a-f0-9]{40}"),
        "It reads and writes your experiments, models and artifacts.",
        "Delete it: https://wandb.ai/authorize.",
        mixed, rank=70,
    ),
)  # fmt: skip
