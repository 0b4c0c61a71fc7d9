/*
 * A workload (bench/src/scenarios/workload.ts) on ns-3: routers joined by point-to-point links that carry IPv4 and UDP, static routes, Poisson
 * senders. A packet of 1000 bytes on the wire is 970 of payload with headers of UDP (8), IPv4 (20) and PPP (2).
 *
 * ns-3 is set up to be as fast as the scenario allows: no traffic-control layer between IP and the device, hence one queue per
 * direction; one host route per destination and none else; no checksums, traces or flow monitor, only the sums that are printed.
 *
 * Reads the workload on standard input; prints one line of JSON.
 */
#include "ns3/core-module.h"
#include "ns3/internet-module.h"
#include "ns3/network-module.h"
#include "ns3/point-to-point-module.h"

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <iostream>
#include <map>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

using namespace ns3;

namespace
{

constexpr uint16_t PORT = 9;
constexpr uint32_t HEADERS = 8 + 20 + 2;

struct Totals
{
    uint64_t sent = 0;
    uint64_t delivered = 0;
    uint64_t dropped = 0;
    uint64_t packetHops = 0;
    double delaySec = 0;
};

Totals g_totals;

/** When the packet was created; the first bytes of its payload. */
class CreatedHeader : public Header
{
  public:
    static TypeId GetTypeId()
    {
        static TypeId tid =
            TypeId("bench::CreatedHeader").SetParent<Header>().AddConstructor<CreatedHeader>();
        return tid;
    }

    TypeId GetInstanceTypeId() const override
    {
        return GetTypeId();
    }

    uint32_t GetSerializedSize() const override
    {
        return 8;
    }

    void Serialize(Buffer::Iterator start) const override
    {
        start.WriteHtonU64(static_cast<uint64_t>(created));
    }

    uint32_t Deserialize(Buffer::Iterator start) override
    {
        created = static_cast<int64_t>(start.ReadNtohU64());
        return 8;
    }

    void Print(std::ostream& out) const override
    {
        out << created;
    }

    int64_t created = 0;
};

/** One flow: a connected socket, and a Poisson process of packets of one size. */
class Sender
{
  public:
    Sender(Ptr<Node> node, Ipv4Address destination, double packetsPerSec, uint32_t payload)
        : m_socket(Socket::CreateSocket(node, UdpSocketFactory::GetTypeId())),
          m_gap(CreateObject<ExponentialRandomVariable>()),
          m_payload(payload)
    {
        m_gap->SetAttribute("Mean", DoubleValue(1 / packetsPerSec));
        m_socket->Bind();
        m_socket->Connect(InetSocketAddress(destination, PORT));
        Next();
    }

  private:
    void Next()
    {
        Simulator::Schedule(Seconds(m_gap->GetValue()), &Sender::Send, this);
    }

    void Send()
    {
        CreatedHeader header;
        header.created = Simulator::Now().GetTimeStep();
        Ptr<Packet> packet = Create<Packet>(m_payload - header.GetSerializedSize());
        packet->AddHeader(header);
        g_totals.sent++;
        m_socket->Send(packet);
        Next();
    }

    Ptr<Socket> m_socket;
    Ptr<ExponentialRandomVariable> m_gap;
    uint32_t m_payload;
};

void
Receive(Ptr<Socket> socket)
{
    while (Ptr<Packet> packet = socket->Recv())
    {
        CreatedHeader header;
        packet->RemoveHeader(header);
        g_totals.delivered++;
        g_totals.delaySec += (Simulator::Now() - TimeStep(header.created)).GetSeconds();
    }
}

void
TransmissionBegins(Ptr<const Packet>)
{
    g_totals.packetHops++;
}

void
QueueDrops(Ptr<const Packet>)
{
    g_totals.dropped++;
}

double
Number()
{
    double value;
    if (!(std::cin >> value))
    {
        throw std::runtime_error("the workload ends too early");
    }
    return value;
}

uint32_t
Count()
{
    return static_cast<uint32_t>(Number());
}

/** The nodes, their links, and the interface that each channel leaves by. */
class Network
{
  public:
    explicit Network(uint32_t nodes)
    {
        m_nodes.Create(nodes);
        InternetStackHelper stack;
        Ipv4StaticRoutingHelper routing;
        stack.SetRoutingHelper(routing);
        stack.SetIpv6StackInstall(false);
        stack.Install(m_nodes);
        for (uint32_t node = 0; node < nodes; node++)
        {
            Ptr<Socket> socket = Socket::CreateSocket(m_nodes.Get(node), UdpSocketFactory::GetTypeId());
            socket->Bind(InetSocketAddress(Ipv4Address::GetAny(), PORT));
            socket->SetRecvCallback(MakeCallback(&Receive));
        }
    }

    void AddLink()
    {
        const uint32_t from = Count();
        const uint32_t to = Count();
        const auto bitsPerSec = static_cast<uint64_t>(Number());
        const Time latency = Seconds(Number());
        PointToPointHelper link;
        link.DisableFlowControl();
        link.SetDeviceAttribute("DataRate", DataRateValue(DataRate(bitsPerSec)));
        link.SetChannelAttribute("Delay", TimeValue(latency));
        // ns-3's queue does not hold the packet in service.
        link.SetQueue("ns3::DropTailQueue<Packet>", "MaxSize", QueueSizeValue(QueueSize(QueueSizeUnit::PACKETS, Count() - 1)));
        NetDeviceContainer devices = link.Install(m_nodes.Get(from), m_nodes.Get(to));
        m_channels.emplace_back(from, AddInterface(from, devices.Get(0)));
        m_channels.emplace_back(to, AddInterface(to, devices.Get(1)));
    }

    void AddFlow()
    {
        const uint32_t from = Count();
        const uint32_t to = Count();
        const double packetsPerSec = Number();
        const uint32_t payload = Count() - HEADERS;
        for (uint32_t hops = Count(); hops > 0; hops--)
        {
            const auto& [node, interface] = m_channels.at(Count());
            if (m_routed.emplace(std::pair(node, to), interface).second)
            {
                Ptr<Ipv4> ipv4 = m_nodes.Get(node)->GetObject<Ipv4>();
                Ipv4StaticRoutingHelper().GetStaticRouting(ipv4)->AddHostRouteTo(Address(to), interface);
            }
        }
        m_senders.push_back(std::make_unique<Sender>(m_nodes.Get(from), Address(to), packetsPerSec, payload));
    }

  private:
    static Ipv4Address Address(uint32_t node)
    {
        return Ipv4Address(0x0a000001 + node);
    }

    /** All interfaces of a node have its one address; its mask of 32 bits keeps routes to the links themselves out of the table. */
    uint32_t AddInterface(uint32_t node, Ptr<NetDevice> device)
    {
        device->TraceConnectWithoutContext("PhyTxBegin", MakeCallback(&TransmissionBegins));
        PointerValue queue;
        device->GetAttribute("TxQueue", queue);
        queue.GetObject()->TraceConnectWithoutContext("Drop", MakeCallback(&QueueDrops));
        Ptr<Ipv4> ipv4 = m_nodes.Get(node)->GetObject<Ipv4>();
        const uint32_t interface = ipv4->AddInterface(device);
        ipv4->AddAddress(interface, Ipv4InterfaceAddress(Address(node), Ipv4Mask::GetOnes()));
        ipv4->SetUp(interface);
        return interface;
    }

    NodeContainer m_nodes;
    std::vector<std::pair<uint32_t, uint32_t>> m_channels;
    std::map<std::pair<uint32_t, uint32_t>, uint32_t> m_routed;
    std::vector<std::unique_ptr<Sender>> m_senders;
};

/** Advances to a simulated time; answers what has been counted by then. */
Totals
Advance(double untilSec)
{
    Simulator::Stop(Seconds(untilSec) - Simulator::Now());
    Simulator::Run();
    return g_totals;
}

} // namespace

int
main(int argc, char* argv[])
{
    CommandLine command(__FILE__);
    command.Parse(argc, argv);
    const double settleSec = Number();
    const double durationSec = Number();
    RngSeedManager::SetSeed(Count());

    Network network(Count());
    const uint32_t links = Count();
    const uint32_t flows = Count();
    for (uint32_t link = 0; link < links; link++)
    {
        network.AddLink();
    }
    for (uint32_t flow = 0; flow < flows; flow++)
    {
        network.AddFlow();
    }

    const Totals before = Advance(settleSec);
    const uint64_t eventsBefore = Simulator::GetEventCount();
    const auto began = std::chrono::steady_clock::now();
    const Totals after = Advance(durationSec);
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - began;

    const uint64_t delivered = after.delivered - before.delivered;
    std::printf("{\"simulatedSec\":%.9g,\"wallSec\":%.9g,\"packetHops\":%llu,\"events\":%llu,\"sent\":%llu,"
                "\"delivered\":%llu,\"dropped\":%llu,\"meanDelaySec\":%.12g}\n",
                durationSec - settleSec,
                wall.count(),
                static_cast<unsigned long long>(after.packetHops - before.packetHops),
                static_cast<unsigned long long>(Simulator::GetEventCount() - eventsBefore),
                static_cast<unsigned long long>(after.sent - before.sent),
                static_cast<unsigned long long>(delivered),
                static_cast<unsigned long long>(after.dropped - before.dropped),
                (after.delaySec - before.delaySec) / static_cast<double>(delivered));
    Simulator::Destroy();
    return 0;
}
